#!/usr/bin/env perl
# Reads messages with a reader of its own, after RFC 5322, and Perl's decoders of headers and bodies, and compares them with what was
# meant. Each line of the standard input is what `RosterMailTrial` prints. Only what every Perl brings along is used.

use strict;
use warnings;
use Encode ();
use JSON::PP ();
use MIME::QuotedPrint ();

my ( $count, $failures ) = ( 0, 0 );

# Takes comments and blanks off the front of a text.
sub skip_blanks {
    my ($text) = @_;
    $$text =~ s/\A[ \t\r\n]+//;
}

# Reads mailboxes: the name as it is written, and the address.
sub mailboxes {
    my ($text) = @_;
    my ( @found, @words, $is_quoted );
    while ( skip_blanks( \$text ), length $text ) {
        if ( $text =~ s/\A"((?:[^"\\]|\\.)*)"//s ) {
            my $word = $1;
            $word =~ s/\\(.)/$1/gs;
            push @words, $word;
            $is_quoted = 1;
        }
        elsif ( $text =~ s/\A<([^<>"(),;:\\]*)>//s ) {
            my $address = $1;
            $address =~ s/[ \t\r\n]+//g;
            my $name = join ' ', @words;
            push @found, [ $is_quoted ? $name : Encode::decode( 'MIME-Header', $name ), $address ];
            ( @words, $is_quoted ) = ();
        }
        elsif ( $text =~ s/\A([^ \t\r\n()<>\[\]:;@\\,."]+)// ) { push @words, $1 }
        else                                                   { die "cannot read `$text`\n" }
    }
    die "words without an address\n" if @words;
    return @found;
}

sub fields {
    my ($head) = @_;
    $head =~ s/\r\n(?=[ \t])//g;
    my %fields;
    for my $line ( split /\r\n/, $head ) {
        my ( $name, $value ) = $line =~ /\A([!-9;-~]+): *(.*)\z/s or die "no field: `$line`\n";
        die "$name twice\n" if exists $fields{$name};
        $fields{$name} = $value;
    }
    return %fields;
}

sub check {
    my ($letter) = @_;
    my ( $head, $body ) = split /\r\n\r\n/, $letter->{message}, 2;
    my %fields = fields($head);
    for my $field ( 'From', 'To' ) {
        my $key = lc $field;
        my @found = mailboxes( $fields{$field} );
        die "$field has " . @found . " mailboxes\n" if @found != 1;
        my ( $name, $address ) = @{ $found[0] };
        die "$field is `$address`\n" if $address ne $letter->{"${key}Address"};
        my $wanted = $letter->{"${key}Name"};
        die "$field is called `$name`, not `$wanted`\n" if $name ne $wanted && $name ne '';
    }
    my $subject = Encode::decode( 'MIME-Header', $fields{Subject} );
    die "the subject is `$subject`, not `$letter->{subject}`\n" if $subject ne $letter->{subject};
    my $text = Encode::decode( 'UTF-8', MIME::QuotedPrint::decode($body), Encode::FB_CROAK );
    $text =~ s/\r\n/\n/g;
    die "the body is `$text`, not `$letter->{body}`\n" if $text ne $letter->{body};
}

binmode STDOUT, ':encoding(UTF-8)';
while ( my $line = <STDIN> ) {
    $count++;
    next if eval { check( JSON::PP::decode_json($line) ); 1 };
    print $@ if $failures++ < 20;
}
print "$count messages read by a reader in Perl; $failures wrong\n";
exit( $failures > 0 || $count == 0 );
