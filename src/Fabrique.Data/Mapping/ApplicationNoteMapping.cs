using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ApplicationNoteMapping : IEntityTypeConfiguration<ApplicationNote>
{
    public void Configure(EntityTypeBuilder<ApplicationNote> builder)
    {
        builder.ToTable("application_notes");
        builder.Property(note => note.Text).HasMaxLength(ApplicationNote.TextLength);
        builder.HasOne<Application>().WithMany().HasForeignKey(note => note.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(note => note.AuthorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(note => note.Revisions).WithOne().HasForeignKey(revision => revision.NoteId);
        builder.HasIndex(note => new { note.ApplicationId, note.WrittenAt });
    }
}

internal sealed class ApplicationNoteRevisionMapping : IEntityTypeConfiguration<ApplicationNoteRevision>
{
    public void Configure(EntityTypeBuilder<ApplicationNoteRevision> builder)
    {
        builder.ToTable("application_note_revisions");
        builder.HasKey(revision => new { revision.NoteId, revision.Number });
        builder.Property(revision => revision.Number).ValueGeneratedNever();
        builder.Property(revision => revision.Text).HasMaxLength(ApplicationNote.TextLength);
    }
}
