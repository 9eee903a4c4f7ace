"""Files that other people and programs make and read: tables, codebooks, memos."""
