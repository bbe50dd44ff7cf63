"""What two parties who could fight might settle on instead, and whether the settlement would be kept."""
