using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Domain.Similarity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ResemblanceMapping : IEntityTypeConfiguration<Resemblance>
{
    public void Configure(EntityTypeBuilder<Resemblance> builder)
    {
        builder.ToTable("resemblances");
        // What is computed anew each time that a text changes: the trail is of what people do.
        builder.Property(resemblance => resemblance.Score).IsNotAudited();
        builder.Property(resemblance => resemblance.Stems).HasMaxLength(Resemblance.StemsLength).IsNotAudited();
        builder.Property(resemblance => resemblance.Version).IsNotAudited();
        builder.HasOne<Application>().WithMany().HasForeignKey(resemblance => resemblance.ApplicationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Application>().WithMany().HasForeignKey(resemblance => resemblance.OtherApplicationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Product>().WithMany().HasForeignKey(resemblance => resemblance.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(resemblance => resemblance.JudgedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(resemblance => new { resemblance.ApplicationId, resemblance.OtherApplicationId }).IsUnique();
        builder.HasIndex(resemblance => new { resemblance.ApplicationId, resemblance.ProductId }).IsUnique();
        builder.HasIndex(resemblance => resemblance.OtherApplicationId);
        builder.HasCheck("verdict", "verdict in ('Same', 'Different')");
        builder.HasCheck("other", "(other_application_id is null) <> (product_id is null)");
        builder.HasCheck("judged", "(verdict is null) = (judged_at is null) and (verdict is null) = (judged_by_id is null)");
    }
}
