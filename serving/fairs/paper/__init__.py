"""Everything that is printed: each paper is described once and comes out as a page and as a PDF."""
