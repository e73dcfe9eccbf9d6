namespace RetentionTags.Cleaning;

/// <summary>Where the limits lie beyond which <see cref="Outliers"/> calls a value an outlier.</summary>
public enum OutlierRule
{
    /// <summary>
    /// Q₁ − f·(Q₃ − Q₁) and Q₃ + f·(Q₃ − Q₁), with f = <see cref="Outliers.Factor"/>. Where the quartiles coincide there are no limits. Source: Tukey (1977), Exploratory Data Analysis.
    /// </summary>
    InterquartileRange,

    /// <summary>
    /// |0.6745 (x − median) / MAD| above <see cref="Outliers.Threshold"/>, where MAD is the median of |x − median|. Where more than half of the rows have one value and MAD is 0, the mean of |x − median| stands in:
    /// |x − median| / (1.253314 · mean). Source: Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers.
    /// </summary>
    ModifiedZScore,

    /// <summary>The quantiles <see cref="Outliers.LowerQuantile"/> and <see cref="Outliers.UpperQuantile"/>.</summary>
    Quantiles,
}
