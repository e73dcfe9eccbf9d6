using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads purchase models of every kind.</summary>
public static class PurchasePersistence
{
    private const string Kind = "purchase-model";
    private const int Version = 1;

    extension(PurchaseModel model)
    {
        /// <summary>Writes the model as JSON: parameters, unit of time, recipe, report, evaluation. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, PurchaseModelDocument.Of(model), ArtefactContext.Default.PurchaseModelDocument);
        }

        /// <summary>Reads a purchase model that was saved. It is of the same kind, and predicts the same, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The model.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static PurchaseModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.PurchaseModelDocument, document => document.ToModel());
    }
}
