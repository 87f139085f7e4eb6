"""What all pages share: the frame, the controls, ids, what a request says, and how numbers are written."""
