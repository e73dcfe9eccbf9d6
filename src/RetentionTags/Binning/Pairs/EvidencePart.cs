namespace RetentionTags.Binning.Pairs;

/// <summary>Rows of one bin of the first column, one bin of the second and one region.</summary>
/// <param name="Cell">The number of the two bins in the cross table.</param>
/// <param name="Region">The region, or after the regions the first value missing, the second, both.</param>
/// <param name="Events">Their weight.</param>
/// <param name="NonEvents">Their weight.</param>
/// <param name="First">The weight of evidence of the first column's bin.</param>
/// <param name="Second">The weight of evidence of the second column's bin.</param>
internal readonly record struct EvidencePart(int Cell, int Region, double Events, double NonEvents, double First, double Second)
{
    public double Count => Events + NonEvents;
}
