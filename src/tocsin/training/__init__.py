"""Fitting the learned reader: gold to examples, examples to weights, weights to files. Needs `tocsin[train]`."""
