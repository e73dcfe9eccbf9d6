using System.Data;
using System.Data.Common;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>Made-up data for the snippets, the same every time.</summary>
internal static class Customers
{
    /// <summary>Subscribers with their tenure in months, contract and whether they churned.</summary>
    public static (double[] Tenure, string?[] Contract, bool[] Churned) Subscribers()
    {
        var random = new Random(1);
        string[] contracts = ["Month-to-month", "One year", "Two year"];
        double[] tenure = new double[2000];
        var contract = new string?[2000];
        var churned = new bool[2000];
        for (int i = 0; i < 2000; i++)
        {
            int c = random.Next(3);
            tenure[i] = random.Next(20) == 0 ? double.NaN : random.Next(72);
            contract[i] = contracts[c];
            double logOdds = 0.8 - (1.6 * c) - (0.03 * (double.IsNaN(tenure[i]) ? 40 : tenure[i]));
            churned[i] = random.NextDouble() < 1 / (1 + Math.Exp(-logOdds));
        }

        return (tenure, contract, churned);
    }

    /// <summary>The year's orders of a shop, as a query would return them.</summary>
    public static DbDataReader Orders()
    {
        var random = new Random(2);
        var orders = new DataTable();
        orders.Columns.Add("customer_id", typeof(long));
        orders.Columns.Add("ordered_at", typeof(DateTime));
        orders.Columns.Add("total", typeof(decimal));
        for (long customer = 1; customer <= 500; customer++)
        {
            DateTime day = new DateTime(2025, 1, 1, 9, 0, 0, DateTimeKind.Utc).AddDays(random.Next(250));
            for (int n = random.Next(1, 12); n > 0 && day.Year == 2025; n--, day = day.AddDays(random.Next(5, 60)))
                orders.Rows.Add(customer, day, random.Next(500, 9000) / 100m);
        }

        orders.Rows.Add(501L, new DateTime(2025, 12, 31, 9, 0, 0, DateTimeKind.Utc), 10m);
        return orders.CreateDataReader();
    }
}
