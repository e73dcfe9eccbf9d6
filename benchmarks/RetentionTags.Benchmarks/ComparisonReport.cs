using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RetentionTags.Benchmarks;

/// <summary>Runs comparisons and writes what they gave as Markdown.</summary>
internal sealed class ComparisonReport(IEnumerable<Func<Comparison>> comparisons, int rounds, string only = "")
{
    public string Run(TextWriter log)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Interleaved comparisons\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Processor.Model}, {Environment.ProcessorCount} logical processors; {RuntimeInformation.FrameworkDescription}; {RuntimeInformation.OSDescription};\n");
        text.Append(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}; medians of {rounds} rounds; in brackets the quartiles of the rounds' ratios.\n");
        text.Append("Made by `dotnet run -c Release --project benchmarks/RetentionTags.Benchmarks -- ab`. Shared machines are noisy: read ratios, and allow 10 %.\n\n");
        text.Append("| candidate | time | each | baseline | time | ratio |\n|---|--:|--:|---|--:|--:|\n");
        foreach (Func<Comparison> make in comparisons)
        {
            Comparison comparison = make();
            if (!comparison.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
                continue;
            string line = Line(comparison, Measurement.Of(comparison, rounds));
            log.WriteLine(line);
            text.Append(line).Append('\n');
            GC.Collect();
        }

        if (ColdStart.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
            text.Append('\n').Append(ColdStart.Report());
        return text.ToString();
    }

    private static string Line(Comparison comparison, Measurement measured)
    {
        string each = comparison.Items == 0 ? "" : Measurement.Shown(measured.Candidate / comparison.Items);
        return FormattableString.Invariant($"| {comparison.Name} | {Measurement.Shown(measured.Candidate)} | {each} | {comparison.Against} | {Measurement.Shown(measured.Baseline)} | **{measured.Ratio:G3}** ({measured.LowRatio:G3}–{measured.HighRatio:G3}) |");
    }
}
