namespace Nightjar.Control;

/// <summary>The commands on accounts.</summary>
internal enum AccountCommand
{
    Add,
    Remove,
    Suspend,
    Resume,
    Reset,
    Show,
}
