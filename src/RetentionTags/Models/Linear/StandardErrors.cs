namespace RetentionTags.Models.Linear;

/// <summary>Which covariance of the estimates standard errors, tests and intervals of a regression go by.</summary>
/// <remarks>
/// With the information I = Σ w p (1 − p) x xᵀ, its inverse V and a row's score s = (y − p) x. Rows of weight 0 count nowhere, not as clusters either; n is the total weight W, k the number of estimated coefficients.
/// With <see cref="ClassWeights"/>, which multiply a row's weight w by c, w counts rows and c is a sampling weight: scores are c s, and I is that of the weights w c.
/// Source: White (1980), Econometrica 48, for HC0; MacKinnon and White (1985), J. Econometrics 29, for HC1; Liang and Zeger (1986), Biometrika 73, for clusters, with Stata's and statsmodels' correction for few of them.
/// </remarks>
public enum StandardErrors
{
    /// <summary><see cref="Clustered"/> when some entity of the training set has several rows (or one that weighs more than one), otherwise <see cref="ModelBased"/>, or <see cref="Robust"/> with class weights.</summary>
    Automatic,

    /// <summary>V: right when the model is right and rows are independent. There are none for a fit with class weights.</summary>
    ModelBased,

    /// <summary>V [Σ w s sᵀ] V, known as HC0: right also when the model is not, for independent rows. Weights count rows, so w copies give the same.</summary>
    Robust,

    /// <summary>V [Σ w² s sᵀ] V: each row is one observation, and its weight the inverse of the probability with which it was drawn. The only kind in which a weight is not as many copies.</summary>
    RobustSampling,

    /// <summary><see cref="Robust"/> · n / (n − k), known as HC1. (statsmodels 0.13.5 prints HC0 under this name for <c>Logit</c>.)</summary>
    RobustCorrected,

    /// <summary>c · V [Σ over entities (Σ w s)(Σ w s)ᵀ] V with c = G/(G − 1) · (n − 1)/(n − k) for G entities: right when rows of one entity go together. A finding says when G is below 30, too few to rely on.</summary>
    Clustered,

    /// <summary>None: the fit ends as soon as its coefficients are there. On many rows that saves the information matrix of all of them, which takes most of the time where columns are many.</summary>
    None,
}
