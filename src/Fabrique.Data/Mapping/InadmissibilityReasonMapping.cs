using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class InadmissibilityReasonMapping : IEntityTypeConfiguration<InadmissibilityReason>
{
    // What there is to choose from before anybody wrote anything.
    private static readonly (string Code, string Label, string Sentence)[] Shipped =
    [
        ("hors-perimetre", "Hors du périmètre du ministère", "Le sujet ne relève pas des missions de nos ministères."),
        ("deja-couvert", "Déjà couvert par un service existant", "Un service existant répond déjà à ce besoin."),
        ("porteur-non-eligible", "Porteur non éligible", "L’appel n’est pas ouvert à la personne qui porte la candidature."),
        (InadmissibilityReason.Unanswered, "Dossier incomplet malgré une relance", "Le dossier est resté incomplet, bien que des compléments aient été demandés."),
        ("pas-un-service-numerique", "Pas un service numérique", "L’idée ne demande pas de construire un service numérique."),
        ("hors-delai", "Reçue hors délai", "La candidature est arrivée après la clôture de l’appel."),
    ];

    public void Configure(EntityTypeBuilder<InadmissibilityReason> builder)
    {
        builder.ToTable("inadmissibility_reasons");
        builder.Property(reason => reason.Code).HasMaxLength(InadmissibilityReason.CodeLength);
        builder.Property(reason => reason.Label).HasMaxLength(InadmissibilityReason.LabelLength);
        builder.Property(reason => reason.Sentence).HasMaxLength(InadmissibilityReason.SentenceLength);
        builder.HasIndex(reason => reason.Code).IsUnique();
        builder.HasCheck("said", "label <> '' and sentence <> ''");
        builder.HasData(Shipped.Select((reason, index) => new
        {
            Id = new Guid($"61000000-0000-4000-8000-{index + 1:D12}"),
            reason.Code,
            reason.Label,
            reason.Sentence,
            Rank = index + 1,
            IsRetired = false,
            Version = 0,
        }));
    }
}
