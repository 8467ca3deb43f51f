using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Files;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class StoredFileMapping : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("stored_files");
        builder.Property(file => file.OwnerKind).HasMaxLength(Subject.KindLength);
        builder.Property(file => file.Name).HasMaxLength(FileName.MaximumLength);
        builder.Property(file => file.TypeCode).HasMaxLength(FileType.CodeLength);
        builder.Property(file => file.Digest).HasMaxLength(StoredFile.DigestLength);
        builder.Property(file => file.Finding).HasMaxLength(StoredFile.FindingLength);
        builder.Ignore(file => file.Type);
        builder.Ignore(file => file.Owner);
        builder.Ignore(file => file.MayBeRead);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(file => file.UploadedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(file => new { file.OwnerKind, file.OwnerId });
        builder.HasIndex(file => file.Digest);
        builder.HasIndex(file => new { file.Scan, file.UploadedAt });
        builder.HasKnownValues(file => file.Scan);
        builder.HasCheck("owner", "(owner_kind is null) = (owner_id is null)");
    }
}
