"""What consent allows; pseudonyms, disclosure and keys come here too."""
