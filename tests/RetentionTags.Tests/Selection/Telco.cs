using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Selection;

/// <summary>The columns of models.md sections 9.2 and 9.5, coded as telco_r.json says.</summary>
internal static class Telco
{
    public static TrainingSet Five() => With("tenure", "MonthlyCharges", "SeniorCitizen", "OneYear", "TwoYear");

    public static TrainingSet Twelve() =>
        With("tenure", "MonthlyCharges", "SeniorCitizen", "OneYear", "TwoYear", "Partner", "Dependents", "PaperlessBilling", "Male", "Fiber", "NoInternet", "ElectronicCheck");

    private static TrainingSet With(params string[] names)
    {
        TrainingSet data = RealData.Telco();
        return data.WithTable(Table.Create([.. names.Select(name => (Column)(name switch
        {
            "tenure" or "MonthlyCharges" => data.Table.Numeric(name),
            "SeniorCitizen" => Is(name, name, "1"),
            "OneYear" => Is(name, "Contract", "One year"),
            "TwoYear" => Is(name, "Contract", "Two year"),
            "Male" => Is(name, "gender", "Male"),
            "Fiber" => Is(name, "InternetService", "Fiber optic"),
            "NoInternet" => Is(name, "InternetService", "No"),
            "ElectronicCheck" => Is(name, "PaymentMethod", "Electronic check"),
            _ => Is(name, name, "Yes"),
        }))]));

        NumericColumn Is(string name, string column, string level)
        {
            CategoryColumn categories = data.Table.Category(column);
            return Column.Numeric(name, Enumerable.Range(0, data.RowCount).Select(row => categories[row] == level ? 1 : 0));
        }
    }
}
