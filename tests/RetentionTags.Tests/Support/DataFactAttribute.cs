namespace RetentionTags.Tests.Support;

/// <summary>A test on the real data sets, which are not part of the product: skipped unless RETENTIONTAGS_DATA names their folder.</summary>
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (RealData.Folder is null)
            Skip = $"Set {RealData.Variable} to the folder of the data sets (telco_churn.csv.gz, cdnow_sample.csv.gz, …) to run this test.";
    }
}
