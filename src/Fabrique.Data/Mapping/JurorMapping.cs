using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class JurorMapping : IEntityTypeConfiguration<Juror>
{
    public void Configure(EntityTypeBuilder<Juror> builder)
    {
        builder.ToTable("jurors");
        builder.HasKey(juror => new { juror.CallId, juror.StaffMemberId });
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(juror => juror.StaffMemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
