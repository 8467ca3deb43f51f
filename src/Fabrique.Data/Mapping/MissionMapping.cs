using Fabrique.Data.Conventions;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class MissionMapping : IEntityTypeConfiguration<Mission>
{
    public void Configure(EntityTypeBuilder<Mission> builder)
    {
        builder.ToTable("missions");
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(mission => mission.StaffMemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(mission => new { mission.StaffMemberId, mission.EndsOn });
        builder.HasKnownValues(mission => mission.Role);
        builder.HasCheck("period", "ends_on is null or ends_on >= starts_on");
    }
}
