using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class DueRequestMapping : IEntityTypeConfiguration<DueRequest>
{
    public void Configure(EntityTypeBuilder<DueRequest> builder)
    {
        builder.Property(request => request.Source).HasMaxLength(DueAttempt.SourceLength);
        builder.Property(request => request.Argument).HasMaxLength(DueRequest.ArgumentLength);
        builder.HasIndex(request => new { request.Source, request.DueAt });
    }
}
