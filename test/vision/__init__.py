"""What the eyes of the program are worth: a set of real photos, what is to be seen in them, and the judging of answers."""
