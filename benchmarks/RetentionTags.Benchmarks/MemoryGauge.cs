using System.Diagnostics;

namespace RetentionTags.Benchmarks;

/// <summary>How much memory work takes at its peak, by what the system gave to the process (Linux).</summary>
internal static class MemoryGauge
{
    /// <summary>The peak while something is made and used, beside the size of what was made; NaN where the system does not say.</summary>
    /// <param name="make">Makes what is kept.</param>
    /// <param name="use">Does something with it; what it returns is part of the peak.</param>
    public static double PeakOverKept<T>(Func<T> make, Func<T, object> use)
    {
        if (!OperatingSystem.IsLinux())
            return double.NaN;
        long before = Collect();
        File.WriteAllText("/proc/self/clear_refs", "5"); // the peak begins anew
        long used = WorkingSet();
        T made = make();
        object result = use(made);
        long peak = PeakWorkingSet();
        GC.KeepAlive(result);
        long kept = Collect() - before;
        GC.KeepAlive(made);
        return (double)(peak - used) / kept;
    }

    private static long Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static long PeakWorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
