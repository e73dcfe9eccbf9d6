using RetentionTags.Numerics;

namespace RetentionTags.Tests.Support;

/// <summary>Random whole numbers of events and non-events.</summary>
internal static class RandomCounts
{
    /// <summary>Events below <paramref name="scale"/>, non-events below twice of it: small scales give many ties and many pre-bins of one class.</summary>
    public static (double[] Events, double[] NonEvents) Of(ref SplitMix64 random, int size, int scale)
    {
        var events = new double[size];
        var nonEvents = new double[size];
        for (int i = 0; i < size; i++)
        {
            events[i] = random.Next(scale);
            nonEvents[i] = random.Next(2 * scale);
        }

        return (events, nonEvents);
    }
}
