namespace RetentionTags.Binning;

/// <summary>Rows whose value of a numeric column lies in a range, counted where the data live.</summary>
/// <param name="Lowest">The lowest value among them; infinities are values, NaN is not.</param>
/// <param name="Highest">The highest; equal to <paramref name="Lowest"/> where one value is counted by itself.</param>
/// <param name="Events">The sum of the weights of the events among them; at least 0.</param>
/// <param name="NonEvents">The sum of the weights of the non-events; at least 0.</param>
public readonly record struct ValueCount(double Lowest, double Highest, double Events, double NonEvents);
