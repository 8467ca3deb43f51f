using Fabrique.Data.Auditing;
using Fabrique.Domain.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class FormDesignMapping : IEntityTypeConfiguration<FormDesign>
{
    public void Configure(EntityTypeBuilder<FormDesign> builder)
    {
        builder.Property(design => design.Code).HasMaxLength(Form.CodeLength);
        builder.Property(design => design.Title).HasMaxLength(FormDesign.TitleLength);
        builder.Property(design => design.Draft).HasConversion(FormJson.Forms).IsNotAudited();
        builder.Ignore(design => design.InForce);
        builder.Ignore(design => design.HasChanges);
        builder.HasMany(design => design.Versions).WithOne().HasForeignKey(version => version.DesignId);
        builder.HasIndex(design => design.Code).IsUnique();
    }
}
