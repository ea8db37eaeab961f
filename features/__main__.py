"""Run ``python -m features`` as ``springwind``."""

from features.cli import main

if __name__ == "__main__":
    main()
