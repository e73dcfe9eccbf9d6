namespace RetentionTags.Tests.Support;

/// <summary>
/// Bytes that a call allocates on this thread once it is warm: the least of several measurements. A single one may count a buffer that the shared
/// pool gave back to a collection which another test forced; what a call allocates by itself it allocates every time.
/// </summary>
internal static class Allocated
{
    private const int WarmCalls = 3;
    private const int Measurements = 5;

    /// <summary>The bytes of <paramref name="times"/> calls in a row.</summary>
    public static long By(Action call, int times = 1)
    {
        for (int i = 0; i < WarmCalls; i++)
            call();
        long least = long.MaxValue;
        for (int measurement = 0; measurement < Measurements && least > 0; measurement++)
            least = Math.Min(least, Measured(call, times));
        return least;
    }

    private static long Measured(Action call, int times)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < times; i++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
