package dev.drover.engine.adapter;

/**
 * A matrix of a network that an adapter can change: some rows of a file's tensor.
 *
 * @param tensor the tensor's name
 * @param all how many rows the tensor has
 * @param from the first row of the matrix
 * @param rows how many it has
 * @param columns the numbers in a row
 */
public record Site(String tensor, long all, long from, int rows, int columns) {}
