"""Aligned words to lines, and to LRC, SRT, VTT. Pure: no files, no network, no clock."""
