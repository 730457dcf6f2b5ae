"""Fitting the learned reader: gold passages to examples, examples to weights, weights to a file. Needs `tocsin[train]`."""
