"""Adam over the rows of a batch, each row at its own pace."""

from __future__ import annotations

import torch


class RowAdam:
    """Move only the rows that a batch touched. ``pace`` (rows,) scales the rate of each row.

    Rows that start from a language model move slower than rows that start from noise.
    """

    def __init__(self, rows: torch.Tensor, pace: torch.Tensor, rate: float) -> None:
        self.rows, self.pace, self.rate = rows, pace[:, None], rate
        self.mean, self.square = torch.zeros_like(rows), torch.zeros_like(rows)
        self.steps = 0

    @torch.no_grad()
    def step(self, share_left: float) -> None:
        """Apply the sparse gradient of ``rows`` at ``share_left`` (1..0) of the rate, and forget it."""
        if self.rows.grad is None:
            return
        self.steps += 1
        grad = self.rows.grad.coalesce()
        at, slope = grad.indices()[0], grad.values()
        mean = self.mean[at].lerp_(slope, 0.1)
        square = self.square[at].lerp_(slope * slope, 0.001)
        self.mean[at], self.square[at] = mean, square
        mean, square = mean / (1 - 0.9**self.steps), square / (1 - 0.999**self.steps)
        self.rows[at] -= self.rate * share_left * self.pace[at] * mean / (square.sqrt() + 1e-8)
        self.rows.grad = None
