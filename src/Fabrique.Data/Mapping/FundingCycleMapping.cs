using Fabrique.Data.Conventions;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class FundingCycleMapping : IEntityTypeConfiguration<FundingCycle>
{
    public void Configure(EntityTypeBuilder<FundingCycle> builder)
    {
        builder.ToTable("funding_cycles");
        builder.Property(cycle => cycle.DecisionReason).HasMaxLength(FundingCycle.ReasonLength);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(cycle => cycle.DecidedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(cycle => new { cycle.ProductId, cycle.Number }).IsUnique();
        builder.HasKnownValues(cycle => cycle.Status);
        builder.HasCheck("period", "ends_on > starts_on");
        builder.HasCheck("number", "number > 0");
        builder.HasCheck("decided", "status = 'InProgress' or (decided_at is not null and decided_by_id is not null and decision_reason is not null)");
    }
}
