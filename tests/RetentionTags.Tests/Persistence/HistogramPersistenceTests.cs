using System.Text;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Persistence;

public class HistogramPersistenceTests : PropertyTests
{
    [Property(MaxTest = 100)]
    public void What_is_loaded_is_what_was_saved_and_goes_on_counting(int one, int two)
    {
        foreach (int capacity in (int[])[16, 100, BinningHistogram.DefaultCapacity])
        {
            BinningHistogram histogram = BinningHistogram.Of(WildRows.Of(one).Weighted, capacity);
            byte[] saved = Saved(histogram);
            BinningHistogram loaded = Load(saved);
            Assert.Equal(saved, Saved(loaded));
            Assert.Equal(histogram.Columns, loaded.Columns);
            Assert.Equal((histogram.EventWeight, histogram.NonEventWeight, capacity), (loaded.EventWeight, loaded.NonEventWeight, loaded.Capacity));
            histogram.Add(WildRows.Of(two).Weighted);
            loaded.Add(WildRows.Of(two).Weighted);
            Assert.Equal(Saved(histogram), Saved(loaded));
        }
    }

    [Fact]
    public void An_empty_one_survives()
    {
        BinningHistogram empty = Load(Saved(BinningHistogram.Create([ColumnSpec.Numeric("x"), ColumnSpec.Category("c")], 99)));
        Assert.Equal([("x", ColumnKind.Numeric, 0), ("c", ColumnKind.Category, 0)], empty.Columns.Select(column => (column.ColumnName, column.Kind, column.BucketCount)));
        Assert.Equal((99, 0.0), (empty.Capacity, empty.TotalWeight));
    }

    [Fact]
    public void A_full_column_takes_less_than_a_megabyte()
    {
        BinningHistogram histogram = BinningHistogram.Of(SampleData.Wide(100_000, 1));
        Assert.InRange(histogram["x0"].BucketCount, 8192, 16_384);
        Assert.InRange(Saved(histogram).Length, 100_000, 1_000_000);
    }

    [Fact]
    public void The_wrong_kind_is_refused_by_name()
    {
        byte[] saved = Saved(BinningHistogram.Of(SampleData.Customers(50)));
        Assert.Contains("holds 'binning-histogram', and 'binning' was asked for", Assert.Throws<InvalidDataException>(() => BinningModel.Load(new MemoryStream(saved))).Message, StringComparison.Ordinal);
        var model = new MemoryStream();
        new OptimalBinning().Fit(SampleData.Customers(500)).Save(model);
        Assert.Contains("'binning-histogram' was asked for", Assert.Throws<InvalidDataException>(() => Load(model.ToArray())).Message, StringComparison.Ordinal);
    }

    /// <summary>With a checksum that is right.</summary>
    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        TrainingSet rows = TrainingSet.Create(
            Table.Create(Column.Numeric("x", Enumerable.Range(0, 40).Select(i => i % 9 == 0 ? double.NaN : Math.Sqrt(i)).ToArray()), Column.Category("c", Enumerable.Range(0, 40).Select(i => $"{i % 3}"))),
            [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0)]);
        HistogramDocument sound = HistogramDocument.Of(BinningHistogram.Of(rows, 16));
        HistogramColumnDocument numbers = sound.Columns[0], categories = sound.Columns[1];
        Assert.Equal(40, Load(Written(sound)).TotalWeight);
        HistogramDocument Numbers(HistogramColumnDocument changed) => sound with { Columns = [changed, categories] };
        HistogramDocument Categories(HistogramColumnDocument changed) => sound with { Columns = [numbers, changed] };
        string Swapped(string list) => string.Join(' ', list.Split(' ').Reverse());
        foreach (HistogramDocument changed in (HistogramDocument[])
        [
            sound with { Capacity = 3 },
            sound with { Capacity = 100 },
            sound with { Events = sound.Events + 1 },
            sound with { Events = double.NaN },
            sound with { Columns = [] },
            sound with { Columns = [numbers, numbers] },
            Numbers(numbers with { Name = " " }),
            Numbers(numbers with { Lowest = null }),
            Numbers(numbers with { Lowest = Swapped(numbers.Lowest!) }),
            Numbers(numbers with { Lowest = numbers.Lowest! + " 7" }),
            Numbers(numbers with { Lowest = "x" + numbers.Lowest }),
            Numbers(numbers with { Lowest = "NaN" + numbers.Lowest![numbers.Lowest!.IndexOf(' ', StringComparison.Ordinal)..] }),
            Numbers(numbers with { Highest = null }),
            Numbers(numbers with { DroppedBits = 0 }),
            Numbers(numbers with { DroppedBits = 64 }),
            Numbers(numbers with { DroppedBits = -1 }),
            Numbers(numbers with { Events = "-1" + numbers.Events }),
            Numbers(numbers with { MissingEvents = double.PositiveInfinity }),
            Numbers(numbers with { NonEvents = "" }),
            Categories(categories with { Categories = null }),
            Categories(categories with { Categories = ["0", "1"] }),
            Categories(categories with { Categories = ["0", "0", "1"] }),
            Categories(categories with { Kind = ColumnKind.Numeric }),
            Categories(categories with { Events = Swapped(categories.Events), NonEvents = "0 0 0" }),
        ])
            Assert.Contains("do not fit together", Assert.Throws<InvalidDataException>(() => Load(Written(changed))).Message, StringComparison.Ordinal);
    }

    /// <summary>Saved by the first version that had histograms. Every later version reads it.</summary>
    [Fact]
    public void The_first_format_is_read_for_ever()
    {
        const string First = """
            {
              "format": "RetentionTags",
              "kind": "binning-histogram",
              "version": 1,
              "sha256": "e5d01854cc049caf1ee5ea0e9344f9d341251091333bbe3970da80eda884e4c8",
              "content": {
                "capacity": 16,
                "events": 9,
                "nonEvents": 16,
                "columns": [
                  {
                    "name": "fee",
                    "kind": "Numeric",
                    "missingEvents": 0,
                    "missingNonEvents": 4,
                    "droppedBits": 0,
                    "lowest": "-Infinity 0 0.1 29.99",
                    "highest": null,
                    "categories": null,
                    "events": "0 5 4 0",
                    "nonEvents": "3.5 6 0 2.5"
                  },
                  {
                    "name": "usage",
                    "kind": "Numeric",
                    "missingEvents": 0,
                    "missingNonEvents": 0,
                    "droppedBits": 50,
                    "lowest": "0 0.5 1 1.5 2 2.5 3 3.5 4 5 6 7 8",
                    "highest": "0 0.5 1 1.5 2 2.5 3 3.5 4.5 5.5 6.5 7.5 9.5",
                    "categories": null,
                    "events": "0.5 0 0 2 0 0 1.5 0 1 0 0.5 2 1.5",
                    "nonEvents": "0 1 1.5 0 0.5 1 0 2 0.5 3.5 1 1.5 3.5"
                  },
                  {
                    "name": "plan",
                    "kind": "Category",
                    "missingEvents": 3,
                    "missingNonEvents": 4.5,
                    "droppedBits": null,
                    "lowest": null,
                    "highest": null,
                    "categories": [
                      "monthly",
                      "yearly",
                      "été"
                    ],
                    "events": "1 1 4",
                    "nonEvents": "4 1.5 6"
                  }
                ]
              }
            }
            """;
        BinningHistogram loaded = Load(Encoding.UTF8.GetBytes(First));
        Assert.Equal(Saved(Golden()), Saved(loaded));
        Assert.Equal(First, Encoding.UTF8.GetString(Saved(loaded)));
    }

    /// <summary>An exact column of odd numbers, one that exceeds the capacity, and categories.</summary>
    private static BinningHistogram Golden() => BinningHistogram.Of(
        TrainingSet.Create(
            Table.Create(
                Column.Numeric("fee", Enumerable.Range(0, 20).Select(i => ((double[])[0.1, -0.0, double.NegativeInfinity, 0, 29.99, double.NaN])[i % 6]).ToArray()),
                Column.Numeric("usage", Enumerable.Range(0, 20).Select(i => 0.5 * i).ToArray()),
                Column.Category("plan", Enumerable.Range(0, 20).Select(i => ((string?[])["yearly", "monthly", null, "été"])[i % 4]))),
            [.. Enumerable.Range(0, 20).Select(i => i % 3 == 0)],
            [.. Enumerable.Range(0, 20).Select(i => 0.5 * (1 + (i % 4)))]),
        16);

    private static byte[] Saved(BinningHistogram histogram)
    {
        var stream = new MemoryStream();
        histogram.Save(stream);
        return stream.ToArray();
    }

    private static byte[] Written(HistogramDocument document)
    {
        var stream = new MemoryStream();
        Artefact.Write(stream, "binning-histogram", 1, document, ArtefactContext.Default.HistogramDocument);
        return stream.ToArray();
    }

    private static BinningHistogram Load(byte[] bytes) => BinningHistogram.Load(new MemoryStream(bytes));
}
