using Fabrique.Domain.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class MessageOverrideMapping : IEntityTypeConfiguration<MessageOverride>
{
    public void Configure(EntityTypeBuilder<MessageOverride> builder)
    {
        builder.Property(message => message.Key).HasMaxLength(MessageOverride.KeyLength);
        builder.Property(message => message.Procedure).HasMaxLength(MessageOverride.ProcedureLength);
        builder.Property(message => message.Step).HasMaxLength(MessageScope.StepLength);
        builder.Property(message => message.Cases).HasMaxLength(MessageScope.CasesLength);
        builder.Ignore(message => message.Scope);
        builder.Ignore(message => message.Current);
        builder.HasMany(message => message.Revisions).WithOne().HasForeignKey(revision => revision.MessageOverrideId);
        builder.HasIndex(message => new { message.Key, message.Procedure, message.Step, message.Cases }).IsUnique();
    }
}
