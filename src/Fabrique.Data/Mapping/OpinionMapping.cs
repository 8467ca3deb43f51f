using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class OpinionMapping : IEntityTypeConfiguration<Opinion>
{
    public void Configure(EntityTypeBuilder<Opinion> builder)
    {
        builder.ToTable("opinions");
        builder.Property(opinion => opinion.Comment).HasMaxLength(Opinion.CommentLength);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(opinion => opinion.DirectorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(opinion => opinion.GivenById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(opinion => new { opinion.ApplicationId, opinion.DirectorId }).IsUnique();
        builder.HasKnownValues(opinion => opinion.Verdict);
    }
}
