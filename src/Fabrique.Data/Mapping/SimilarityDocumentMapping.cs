using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain.Similarity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class SimilarityDocumentMapping : IEntityTypeConfiguration<SimilarityDocument>
{
    public void Configure(EntityTypeBuilder<SimilarityDocument> builder)
    {
        builder.IsNotAudited();
        builder.Property(document => document.Id).ValueGeneratedNever();
        builder.Property(document => document.Words).HasMaxLength(WordBag.MaximumLength);
        builder.Ignore(document => document.Bag);
        builder.HasKnownValues(document => document.Kind);
    }
}
