using System.Buffers;
using System.Text;

namespace RetentionTags.Rendering;

/// <summary>A small table and its three written forms. Columns that hold numbers only are aligned to the right.</summary>
internal sealed class TextTable(params string[] headers)
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");
    private readonly List<TableCell[]> _rows = [];

    public void Add(params TableCell[] cells) => _rows.Add(cells);

    public string Render(TableFormat format) => format switch
    {
        TableFormat.Plain => Plain(),
        TableFormat.Markdown => Markdown(),
        TableFormat.Csv => Csv(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Use Plain, Markdown or Csv."),
    };

    private string Plain()
    {
        string[][] lines = [headers, .. _rows.Select(row => row.Select(cell => OneLine(cell.Display)).ToArray())];
        int[] widths = [.. headers.Select((_, column) => lines.Max(line => line[column].Length))];
        bool[] isNumeric = [.. headers.Select((_, column) => IsNumeric(column))];
        var text = new StringBuilder();
        AddLine(lines[0]);
        AddLine([.. widths.Select(width => new string('-', width))]);
        foreach (string[] line in lines.AsSpan(1))
            AddLine(line);
        return text.ToString();

        void AddLine(string[] cells)
        {
            IEnumerable<string> padded = cells.Select((cell, column) => isNumeric[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append(string.Join("  ", padded).TrimEnd()).Append('\n');
        }
    }

    private string Markdown()
    {
        var text = new StringBuilder();
        AddLine(headers);
        AddLine(headers.Select((_, column) => IsNumeric(column) ? "--:" : "---"));
        foreach (TableCell[] row in _rows)
            AddLine(row.Select(cell => cell.Display));
        return text.ToString();

        void AddLine(IEnumerable<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => OneLine(cell).Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
    }

    private string Csv()
    {
        var text = new StringBuilder();
        foreach (IEnumerable<string> row in _rows.Select(row => row.Select(cell => cell.Raw)).Prepend(headers))
            text.AppendJoin(',', row.Select(Quoted)).Append('\n');
        return text.ToString();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>Whether a column holds numbers and nothing else; cells may be empty.</summary>
    private bool IsNumeric(int column) =>
        _rows.Any(row => row[column].IsNumber) && _rows.All(row => row[column].IsNumber || row[column].Display.Length == 0);
}
