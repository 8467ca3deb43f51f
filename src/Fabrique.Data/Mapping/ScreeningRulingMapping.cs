using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ScreeningRulingMapping : IEntityTypeConfiguration<ScreeningRuling>
{
    public void Configure(EntityTypeBuilder<ScreeningRuling> builder)
    {
        builder.ToTable("screening_rulings");
        builder.Property(ruling => ruling.Words).HasMaxLength(ScreeningRuling.WordsLength);
        builder.PrimitiveCollection(ruling => ruling.ReasonCodes).HasMaxLength(2_000);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(ruling => ruling.RuledById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(ruling => new { ruling.ApplicationId, ruling.Kind });
        builder.HasKnownValues(ruling => ruling.Kind);
    }
}
