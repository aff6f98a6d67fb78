"""The blogs of the sample course. All people, places and texts are invented."""
