using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RetentionTags.Benchmarks;

/// <summary>Seconds that have gone by: on the wall, or on a processor for the calling thread or the whole process where the system says so (Linux).</summary>
internal static partial class ThreadClock
{
    /// <summary>CLOCK_PROCESS_CPUTIME_ID and CLOCK_THREAD_CPUTIME_ID.</summary>
    private const int OfProcess = 2, OfThread = 3;

    public static double Seconds() => Read(OfThread);

    public static double ProcessSeconds() => Read(OfProcess);

    public static double WallSeconds() => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    private static double Read(int clock) =>
        OperatingSystem.IsLinux() && ReadClock(clock, out Timespec time) == 0 ? time.Seconds + (time.Nanoseconds * 1e-9) : WallSeconds();

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
