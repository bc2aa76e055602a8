"""Camera shake undone by its physics: find the kernel that blurred the photo, and divide it out."""
