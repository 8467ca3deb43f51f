using Fabrique.Domain.People;
using Fabrique.Domain.Wordings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class WordingOverrideMapping : IEntityTypeConfiguration<WordingOverride>
{
    public void Configure(EntityTypeBuilder<WordingOverride> builder)
    {
        builder.ToTable("wording_overrides");
        builder.Property(wording => wording.Key).HasMaxLength(WordingOverride.KeyLength);
        builder.Property(wording => wording.Text).HasMaxLength(WordingOverride.TextLength);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(wording => wording.ChangedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(wording => wording.Key).IsUnique();
    }
}
