"""The bot killed at every instant that counts, with what that needs: births, a probe, sabotages, a referee."""
