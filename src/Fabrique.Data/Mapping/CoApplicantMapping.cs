using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class CoApplicantMapping : IEntityTypeConfiguration<CoApplicant>
{
    public void Configure(EntityTypeBuilder<CoApplicant> builder)
    {
        builder.Property(co => co.Email).HasMaxLength(CoApplicant.EmailLength);
        builder.Ignore(co => co.IsAccepted);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(co => co.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(co => co.InvitedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(co => new { co.ApplicationId, co.Email }).IsUnique();
        builder.HasIndex(co => co.PersonId);
        builder.HasIndex(co => co.Email);
        builder.HasKnownValues(co => co.Rights);
        builder.HasCheck("accepted", "accepted_at is null or person_id is not null");
    }
}
