using System.IO.Compression;
using CsvHelper;
using RetentionTags.Data;
using RetentionTags.Features;

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

    /// <summary>The same with the number of the invoice as order.</summary>
    public static EventLog OnlineRetailInvoices() => Log("online_retail_2010_2011", new()
    {
        Entity = "CustomerID",
        Time = "InvoiceDate",
        Amount = "UnitPrice",
        Quantity = "Quantity",
        Order = "InvoiceNo",
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

    /// <summary>The five columns of models.md section 9.2, with 0/1 for the categories.</summary>
    public static TrainingSet TelcoDesign()
    {
        TrainingSet all = Telco();
        Table table = all.Table;
        CategoryColumn senior = table.Category("SeniorCitizen"), contract = table.Category("Contract");
        double[] Flags(CategoryColumn column, string level) => [.. Enumerable.Range(0, column.Length).Select(row => column[row] == level ? 1.0 : 0.0)];
        return all.WithTable(Table.Create(
            table["tenure"],
            table["MonthlyCharges"],
            Column.Numeric("SeniorCitizen", Flags(senior, "1")),
            Column.Numeric("One year", Flags(contract, "One year")),
            Column.Numeric("Two year", Flags(contract, "Two year"))));
    }

    /// <summary>All columns as the texts that the file holds, the key among them, and Churn = Yes as the event.</summary>
    public static TrainingSet TelcoTexts() => Read("telco_churn", reader => TrainingSet.Create(Texts(reader), "Churn", "Yes"));

    /// <summary>The lines of all invoices, as texts.</summary>
    public static Table OnlineRetailTexts() => Read("online_retail_2010_2011", Texts);

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

    /// <summary>All sixteen columns, nine of them categories, and y = yes as the event.</summary>
    public static TrainingSet Bank() => Labelled("bank_marketing_full", ["age", "balance", "day", "duration", "campaign", "pdays", "previous"], "y", "yes");

    /// <summary>What was known of the customers, the e-mail included, and the visit as the event.</summary>
    public static TrainingSet Hillstrom()
    {
        TrainingSet data = Labelled("hillstrom_email", ["recency", "history", "mens", "womens", "newbie"], "visit", "1");
        return data.WithTable(data.Table.Without("conversion", "spend"));
    }

    /// <summary>Recency, frequency, monetary value and tenure of both conventions at a day, and whether they bought again afterwards.</summary>
    public static TrainingSet Customers(EventLog log, DateOnly day, int performanceDays)
    {
        Snapshot snapshot = (SnapshotPlan.At(day) with { PerformanceDays = performanceDays }).Take(log);
        Table segmentation = new RfmFeatures().ToTable(snapshot), purchases = new RfmFeatures { Convention = RfmConvention.PurchaseModel }.ToTable(snapshot).Without("tenure_days");
        return TrainingSet.Create(Table.Create([.. segmentation.Columns, .. purchases.Columns]), snapshot.Repurchased());
    }

    private static TrainingSet Labelled(string name, string[] numeric, string label, string eventValue)
    {
        Table all = Read(name, reader => Table.Read(reader, new()
        {
            Columns = [.. Header(reader).Select(column => new ColumnSpec(column, numeric.Contains(column) ? ColumnKind.Numeric : ColumnKind.Category))],
        }));
        return TrainingSet.Create(all, label, eventValue);
    }

    /// <summary>Texts as they are; only nothing at all is missing.</summary>
    private static Table Texts(CsvDataReader reader) => Table.Read(reader, new() { Columns = [.. Header(reader).Select(ColumnSpec.Category)], MissingTexts = [] });

    public static EventLog Log(string name, EventLogColumns columns) => Read(name, reader => EventLog.Read(reader, columns));

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
