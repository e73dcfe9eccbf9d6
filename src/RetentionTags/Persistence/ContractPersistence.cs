using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="ContractModel"/>.</summary>
public static class ContractPersistence
{
    private const string Kind = "contract";
    private const int Version = 1;

    extension(ContractModel model)
    {
        /// <summary>Writes the contract model as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, ContractDocument.Of(model), ArtefactContext.Default.ContractDocument);
        }

        /// <summary>Reads a contract model that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The contract model.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static ContractModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.ContractDocument, document => document.ToModel());
    }
}
