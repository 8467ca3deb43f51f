using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Products;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ProductMapping : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.Property(product => product.Ghid).HasMaxLength(Product.GhidLength);
        builder.Property(product => product.Name).HasMaxLength(Product.NameLength);
        builder.Property(product => product.Pitch).HasMaxLength(Product.PitchLength);
        builder.Ignore(product => product.CurrentCycle);
        builder.Ignore(product => product.IsStopped);
        builder.HasMany(product => product.Cycles).WithOne().HasForeignKey(cycle => cycle.ProductId);
        builder.HasMany(product => product.Missions).WithOne().HasForeignKey(mission => mission.ProductId);
        builder.HasOne<Application>().WithMany().HasForeignKey(product => product.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(product => product.Ghid).IsUnique();
        builder.HasIndex(product => product.Name);
        builder.HasIndex(product => product.ApplicationId).IsUnique();
        builder.HasKnownValues(product => product.Phase);
    }
}
