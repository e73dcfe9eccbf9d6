using System.IO.Compression;
using CsvHelper;
using RetentionTags.Data;

namespace RetentionTags.Tests.Support;

/// <summary>The data sets that RETENTIONTAGS_DATA leads to, read as a user would: CSV through CsvHelper.</summary>
internal static class RealData
{
    public const string Variable = "RETENTIONTAGS_DATA";

    public static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    public static EventLog CdnowSample() => Log("cdnow_sample", new() { Entity = "sample_id", Time = "date", Amount = "dollar_value" });

    public static EventLog CdnowMaster() => Log("cdnow_master", new() { Entity = "customer_id", Time = "date", Amount = "dollar_value" });

    public static EventLog OnlineRetail() => Log("online_retail_2010_2011", new()
    {
        Entity = "CustomerID",
        Time = "InvoiceDate",
        Amount = "UnitPrice",
        Quantity = "Quantity",
        LeaveOutRowsWithoutEntity = true,
    });

    /// <summary>All columns but the key, and Churn = Yes as the event.</summary>
    public static TrainingSet Telco()
    {
        string[] numeric = ["tenure", "MonthlyCharges", "TotalCharges"];
        Table all = Read("telco_churn", reader => Table.Read(reader, new()
        {
            Columns = [.. Header(reader).Select(name => new ColumnSpec(name, numeric.Contains(name) ? ColumnKind.Numeric : ColumnKind.Category))],
        }));
        CategoryColumn churn = all.Category("Churn");
        return TrainingSet.Create(all.Without("customerID", "Churn"), [.. Enumerable.Range(0, all.RowCount).Select(row => churn[row] == "Yes")]);
    }

    /// <summary>The six numeric columns of models.md section 9.6, and y = yes as the event.</summary>
    public static TrainingSet BankNumbers()
    {
        string[] numeric = ["age", "balance", "day", "campaign", "pdays", "previous"];
        Table all = Read("bank_marketing_full", reader => Table.Read(reader, new()
        {
            Columns = [.. numeric.Select(ColumnSpec.Numeric), ColumnSpec.Category("y")],
        }));
        CategoryColumn y = all.Category("y");
        return TrainingSet.Create(all.Without("y"), [.. Enumerable.Range(0, all.RowCount).Select(row => y[row] == "yes")]);
    }

    private static EventLog Log(string name, EventLogColumns columns) => Read(name, reader => EventLog.Read(reader, columns));

    private static IEnumerable<string> Header(CsvDataReader reader) => Enumerable.Range(0, reader.FieldCount).Select(reader.GetName);

    private static T Read<T>(string name, Func<CsvDataReader, T> read)
    {
        using var file = File.OpenRead(Path.Combine(Folder!, name + ".csv.gz"));
        using var text = new GZipStream(file, CompressionMode.Decompress);
        using var csv = CsvReader.Create(text);
        using var reader = new CsvDataReader(csv);
        return read(reader);
    }
}
