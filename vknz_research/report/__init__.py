"""Reports: blocks that notebooks show, and the HTML, DOCX and PDF made of them."""
