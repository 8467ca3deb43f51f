using Fluid;

namespace Fabrique.Workflows.Expressions;

/// <summary>The text that a template writes, no longer than the limit and no later.</summary>
internal sealed class LiquidText(LiquidBounds bounds, TemplateContext context) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
{
    private int _writes;

    public override void Write(char value)
    {
        Check(1);
        base.Write(value);
    }

    public override void Write(string? value)
    {
        Check(value?.Length ?? 0);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Check(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer, index, count);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    private void Check(int length)
    {
        bounds.CheckLetters((double)GetStringBuilder().Length + length);
        if (++_writes % 64 == 0)
        {
            bounds.CheckTime(context);
        }
    }
}
