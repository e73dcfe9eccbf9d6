using System.IO.Compression;
using CsvHelper;
using RetentionTags.Data;

namespace RetentionTags.Samples.Quickstart;

/// <summary>Where the log comes from: a CSV file, or the simulation.</summary>
internal static class LogSource
{
    public static EventLog Load(Options options) => options.Data is null
        ? Bars.Show(progress => ShopSimulation.Run(options.Seed, progress))
        : Bars.Show(progress => Read(options, options.Data, progress));

    private static EventLog Read(Options options, string path, IProgress<FitProgress> progress)
    {
        var columns = new EventLogColumns
        {
            Entity = options.Customer,
            Time = options.Time,
            Amount = options.Amount,
            Quantity = options.Quantity,
            Culture = options.Culture,
            LeaveOutRowsWithoutEntity = true,
        };
        if (options.TimeFormat is not null)
            columns = columns with { TimeFormats = [options.TimeFormat, .. columns.TimeFormats] };

        using FileStream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using CsvReader csv = CsvReader.Create(text);
        using var reader = new CsvDataReader(csv);
        return EventLog.Read(reader, columns, progress);
    }
}
