namespace RetentionTags.Binning.Pairs;

/// <summary>
/// Events and non-events in each cell of a grid of pre-bins, place (i, j) at i · <see cref="SecondSize"/> + j; beside them the totals of all rows, missing ones included, which
/// every share refers to.
/// </summary>
/// <remarks>
/// Blocks are added up cell by cell, down the first axis and then along the second, and never by subtracting running sums: with fractional weights, a block without events would
/// otherwise hold a trace of them.
/// </remarks>
internal sealed class PairCounts(int firstSize, int secondSize, double[] events, double[] nonEvents, double totalEvents, double totalNonEvents)
{
    public int FirstSize => firstSize;

    public int SecondSize => secondSize;

    public double TotalEvents => totalEvents;

    public double TotalNonEvents => totalNonEvents;

    /// <summary>The whole grid.</summary>
    public PairRectangle All => new(0, firstSize, 0, secondSize);

    public BinCounts this[PairRectangle block]
    {
        get
        {
            double blockEvents = 0, blockNonEvents = 0;
            for (int second = block.SecondStart; second < block.SecondEnd; second++)
            {
                double bandEvents = 0, bandNonEvents = 0;
                for (int first = block.FirstStart; first < block.FirstEnd; first++)
                {
                    bandEvents += events[(first * secondSize) + second];
                    bandNonEvents += nonEvents[(first * secondSize) + second];
                }

                blockEvents += bandEvents;
                blockNonEvents += bandNonEvents;
            }

            return Of(blockEvents, blockNonEvents);
        }
    }

    public BinCounts Of(double blockEvents, double blockNonEvents) => new(blockEvents, blockNonEvents, totalEvents, totalNonEvents);

    /// <summary>Adds one place of the first axis to a band: sums by the places of the second axis.</summary>
    public void AddTo(Span<double> bandEvents, Span<double> bandNonEvents, int first)
    {
        for (int second = 0; second < secondSize; second++)
        {
            bandEvents[second] += events[(first * secondSize) + second];
            bandNonEvents[second] += nonEvents[(first * secondSize) + second];
        }
    }
}
