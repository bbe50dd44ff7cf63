"""The spatial model of politics: votes between positions, elections over them, challenges, bargains, turns."""
